import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ErrorAnswer } from './messages';

const day = 86_400;

/**
 * Who gets in. The printed link carries a token; opening it sets a cookie that no script can read and no other site can send, and
 * leads to an address without the token. Everything else needs the cookie. On the network each link lets in one browser, once.
 */
export class Admission {
  private readonly links = new Set<string>();
  private readonly session: string;
  private readonly hosts: ReadonlySet<string>;

  constructor(
    private readonly port: number,
    private readonly lan: boolean,
    private readonly token: string = newToken(),
    /** A link of the network was used up. */
    private readonly onLinkUsed: () => void = () => undefined,
  ) {
    this.links.add(token);
    this.session = createHmac('sha256', token).update('session').digest('base64url');
    const names = ['127.0.0.1', 'localhost', ...(lan ? lanAddresses() : [])];
    this.hosts = new Set(names.map((name) => `${name}:${port}`));
  }

  /** For one more browser. On this machine the link is always the same. */
  link(): string {
    const token = this.lan && !this.links.has(this.token) ? newToken() : this.token;
    this.links.add(token);
    const host = (this.lan && lanAddresses()[0]) || '127.0.0.1';
    return `http://${host}:${this.port}/?token=${token}`;
  }

  /**
   * A page elsewhere whose name was made to point here (DNS rebinding) sends its own name as Host; one that makes a browser ask here
   * (CSRF) sends its own Origin, or says so in Sec-Fetch-Site.
   */
  readonly checkOrigin: MiddlewareHandler = async (context, next) => {
    const host = context.req.header('host') ?? '';
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const isRead = context.req.method === 'GET';
    const isOpening = isRead && context.req.path === '/';
    const isForeign =
      !this.hosts.has(host) ||
      (origin === undefined ? !isRead : origin !== `http://${host}`) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none' && !isOpening);
    if (isForeign) return refuse(context, 403, 'This address answers only to the review page itself.');
    return next();
  };

  /** The link: admits, and leads on to the address without the token. */
  readonly open: MiddlewareHandler = async (context, next) => {
    const token = context.req.query('token');
    if (context.req.path !== '/' || token === undefined) return next();
    const link = [...this.links].find((known) => isSame(known, token));
    if (link === undefined) return next();
    if (this.lan) {
      this.links.delete(link);
      this.onLinkUsed();
    }
    setCookie(context, this.cookie, this.session, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: 30 * day,
    });
    // A browser that came from another site would follow a redirect without the cookie; it sends it from a page of ours.
    if (context.req.header('sec-fetch-site') === 'cross-site')
      return context.html(
        '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Seedbed review</title>',
      );
    return context.redirect('/', 303);
  };

  readonly requireSession: MiddlewareHandler = async (context, next) => {
    if (!isSame(getCookie(context, this.cookie) ?? '', this.session))
      return refuse(
        context,
        401,
        'This page opens with the link that "seedbed review --web" printed. A link for the network works once.',
      );
    return next();
  };

  /** Cookies are shared between the ports of a machine: two servers must not push out each other's. */
  private get cookie(): string {
    return `seedbed-review-${this.port}`;
  }
}

function refuse(context: Context, status: 401 | 403, error: string): Response {
  return context.req.path.startsWith('/api/')
    ? context.json({ error } satisfies ErrorAnswer, status)
    : context.text(error, status);
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/** In a time that doesn't tell how much of it was right. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** Of this machine on its networks; numbers only, since a name can be made to point anywhere. */
function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
