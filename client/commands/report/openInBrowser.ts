import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens a file in whatever shows HTML here, without waiting for it. False where nothing does. */
export function openInBrowser(file: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [program, ...first] = openers[platform] ?? ['xdg-open'];
  const url = pathToFileURL(path.resolve(file)).href;
  return new Promise((resolve) => {
    const child = spawn(program, [...first, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false)); // no such program: the caller says where the file is
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
