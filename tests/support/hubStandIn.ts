import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Stored {
  readonly bytes: Buffer;
  readonly isLarge: boolean;
}

interface Repository {
  isPrivate: boolean;
  readonly commits: { readonly title: string; readonly files: ReadonlyMap<string, Stored> }[];
}

/** What a request that fits gets instead of an answer, once; `lost`: it is done, and the answer never comes. */
export interface HubFault {
  readonly on: RegExp;
  readonly instead: number | 'lost';
}

/** Bytes from which a file is a large one. */
const large = 2_000;
const partSize = 1_500;
const perPage = 2;
const isWriter = 'hf_writer';
const isReader = 'hf_reader';

/**
 * A stand-in for the hub of Hugging Face, as far as an upload asks it, written from its client's sources (`@huggingface/hub`, lib/commit.ts and what that calls)
 * and from the specification of Git LFS. It checks what the hub checks: tokens, sums of large files, and the parent of a commit. That the
 * hub itself takes what it takes, nothing here shows.
 */
export class HubStandIn {
  readonly repositories = new Map<string, Repository>();
  readonly objects = new Map<string, Buffer>();
  /** "PUT /lfs/…", in their order. */
  readonly requests: string[] = [];
  readonly faults: HubFault[] = [];
  private readonly parts = new Map<string, Buffer[]>();

  private constructor(
    readonly url: string,
    private readonly closing: () => Promise<void>,
  ) {}

  static async start(): Promise<HubStandIn> {
    const server = createServer((request, response) => {
      hub.answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const hub: HubStandIn = new HubStandIn(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(() => resolve());
        }),
    );
    return hub;
  }

  close(): Promise<void> {
    return this.closing();
  }

  /** The files of a dataset as they are now, as texts. */
  filesOf(name: string): Record<string, string> {
    const files = this.repositories.get(name)?.commits.at(-1)?.files ?? new Map<string, Stored>();
    return Object.fromEntries([...files].map(([path, { bytes }]) => [path, bytes.toString()]));
  }

  /** Puts a file there as somebody else does. */
  put(name: string, path: string, text: string): void {
    const repository = this.repositories.get(name)!;
    const before = repository.commits.at(-1)!.files;
    repository.commits.push({
      title: 'By hand',
      files: new Map([...before, [path, { bytes: Buffer.from(text), isLarge: false }]]),
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const asked = `${method} ${decodeURIComponent(url.split('?')[0] ?? '')}`;
    this.requests.push(asked);
    const body = await buffer(request);
    const at = this.faults.findIndex(({ on }) => on.test(asked));
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1);
    if (typeof fault?.instead === 'number') return sendJson(response, fault.instead, { error: 'said so' });
    const [status, answer, headers] = this.answerTo(method, url, body, request.headers.authorization ?? '');
    if (fault?.instead === 'lost') return void response.destroy();
    if (Buffer.isBuffer(answer)) return void response.writeHead(status, headers).end(answer);
    return sendJson(response, status, answer, headers);
  }

  private answerTo(
    method: string,
    url: string,
    body: Buffer,
    authorization: string,
  ): [number, unknown, Record<string, string>?] {
    const { pathname, searchParams } = new URL(url, this.url);
    const place = decodeURIComponent(pathname);
    const stored = /^\/lfs\/([0-9a-f]{64})(?:\/(\d+))?$/.exec(place);
    if (stored) return this.takeObject(stored[1]!, stored[2], body, method);
    const token = authorization.replace('Bearer ', '');
    if (![isWriter, isReader].includes(token))
      return [401, { error: 'Invalid credentials in Authorization header' }];
    if (method === 'POST' && token === isReader) return [403, { error: 'Forbidden' }];
    if (place === '/api/repos/create') {
      const { name, organization, visibility } = JSON.parse(body.toString()) as Record<string, string>;
      const whole = `${organization}/${name}`;
      if (this.repositories.has(whole)) return [409, { error: 'You already created this dataset repo' }];
      const attributes = { bytes: Buffer.from('*.parquet filter=lfs\n'), isLarge: false };
      this.repositories.set(whole, {
        isPrivate: visibility !== 'public',
        commits: [{ title: 'initial commit', files: new Map([['.gitattributes', attributes]]) }],
      });
      return [200, { url: `${this.url}/datasets/${whole}`, id: whole }];
    }
    const found =
      /^\/(?:api\/)?datasets\/([^/]+\/[^/]+?)(?:\.git)?\/(revision|tree|preupload|commit|info|resolve)\/(.*)$/.exec(
        place,
      );
    const name = found?.[1] ?? '';
    const repository = this.repositories.get(name);
    if (!found || !repository) return [404, { error: 'Repository not found' }];
    const { files } = repository.commits.at(-1)!;
    const head = headOf(repository);
    switch (found[2] ?? '') {
      case 'revision':
        return [
          200,
          {
            _id: '1',
            id: name,
            private: repository.isPrivate,
            sha: head,
            lastModified: '2026-01-05T10:00:00Z',
          },
        ];
      case 'resolve': {
        const file = files.get(found[3]!.replace(/^main\//, ''));
        return file ? [200, file.bytes, {}] : [404, { error: 'Entry not found' }];
      }
      case 'tree': {
        const from = Number(searchParams.get('cursor') ?? 0);
        const entries = [...files].map(([path, { bytes, isLarge }]) => ({
          ...{ type: 'file', path, size: bytes.length, oid: blobOf(bytes) },
          ...(isLarge && { lfs: { oid: sha256Of(bytes), size: bytes.length, pointerSize: 130 } }),
        }));
        const isMore = from + perPage < entries.length;
        searchParams.set('cursor', String(from + perPage));
        return [
          200,
          entries.slice(from, from + perPage),
          isMore ? { link: `<${this.url}${pathname}?${searchParams.toString()}>; rel="next"` } : {},
        ];
      }
      case 'preupload': {
        const { files: asked } = JSON.parse(body.toString()) as { files: { path: string; size: number }[] };
        return [
          200,
          {
            files: asked.map(({ path, size }) => ({
              ...{ path, shouldIgnore: false },
              uploadMode: size >= large || path.endsWith('.parquet') ? 'lfs' : 'regular',
            })),
          },
        ];
      }
      case 'info': {
        const { objects } = JSON.parse(body.toString()) as { objects: { oid: string; size: number }[] };
        return [200, { transfer: 'multipart', objects: objects.map((object) => this.actionsFor(object)) }];
      }
      default:
        return this.takeCommit(repository, body, head);
    }
  }

  private actionsFor({ oid, size }: { oid: string; size: number }): object {
    if (this.objects.has(oid)) return { oid, size };
    const href = `${this.url}/lfs/${oid}`;
    if (size <= partSize) return { oid, size, actions: { upload: { href } } };
    const count = Math.ceil(size / partSize);
    const parts = Array.from({ length: count }, (_, part) => {
      const number = String(part + 1).padStart(5, '0');
      return [number, `${href}/${number}`];
    });
    const header = { chunk_size: String(partSize), ...(Object.fromEntries(parts) as object) };
    return { oid, size, actions: { upload: { href, header } } };
  }

  private takeObject(
    oid: string,
    part: string | undefined,
    body: Buffer,
    method: string,
  ): [number, unknown, Record<string, string>?] {
    if (part !== undefined) {
      const parts = this.parts.get(oid) ?? [];
      parts[Number(part) - 1] = body;
      this.parts.set(oid, parts);
      return [200, {}, { etag: `"${part}"` }];
    }
    const whole = method === 'POST' ? Buffer.concat(this.parts.get(oid) ?? []) : body;
    if (sha256Of(whole) !== oid) return [400, { error: 'Its sum is another.' }];
    this.objects.set(oid, whole);
    return [200, {}];
  }

  private takeCommit(repository: Repository, body: Buffer, head: string): [number, unknown] {
    const lines = body
      .toString()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; value: Record<string, string> });
    const files = new Map(repository.commits.at(-1)!.files);
    let title = '';
    for (const { key, value } of lines) {
      const { path = '', oid = '', content = '' } = value;
      if (key === 'header') {
        if (value['parentCommit'] !== head) return [412, { error: 'A commit has happened since.' }];
        title = value['summary'] ?? '';
      } else if (key === 'file') files.set(path, { bytes: Buffer.from(content, 'base64'), isLarge: false });
      else if (key === 'deletedFile') files.delete(path);
      else if (key === 'lfsFile') {
        const bytes = this.objects.get(oid);
        if (!bytes) return [400, { error: 'Its object is not there.' }];
        files.set(path, { bytes, isLarge: true });
      } else return [400, { error: `What is ${key}?` }];
    }
    repository.commits.push({ title, files });
    return [200, { commitOid: headOf(repository), commitUrl: this.url, hookOutput: '' }];
  }
}

function headOf({ commits }: Repository): string {
  return createHash('sha1').update(String(commits.length)).digest('hex');
}

function blobOf(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
