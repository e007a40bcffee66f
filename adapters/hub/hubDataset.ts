import { pathToFileURL } from 'node:url';
import path from 'node:path';
import {
  commit,
  createRepo,
  datasetInfo,
  HubApiError,
  listFiles,
  type CommitOperation,
} from '@huggingface/hub';
import type { PlannedFile, RemoteFile } from '../../core/dataset/upload/uploadPlan';
import { explained } from './explained';
import type { HubPlace } from './hubPlace';

/** A dataset as a hub has it. */
export interface RemoteDataset {
  readonly isPrivate: boolean;
  /** The commit that its main branch is at. */
  readonly head: string;
  readonly files: readonly RemoteFile[];
}

const branch = 'main';

/** A dataset's repository on the hub of Hugging Face. What goes wrong is thrown as a UserError that says what to do. */
export class HubDataset {
  constructor(private readonly place: HubPlace) {}

  /** Undefined where there is none that this token may see. */
  async look(): Promise<RemoteDataset | undefined> {
    const { name } = this.place;
    return this.asking('be looked at', async () => {
      const info = await datasetInfo({
        ...this.access,
        name,
        revision: branch,
        additionalFields: ['sha'],
      }).catch((error: unknown) => {
        if (error instanceof HubApiError && error.statusCode === 404) return undefined;
        throw error;
      });
      if (!info) return undefined;
      const files: RemoteFile[] = [];
      for await (const { type, path: file, oid, lfs } of listFiles({
        ...this.access,
        repo: this.repo,
        recursive: true,
      }))
        if (type === 'file') files.push({ path: file, gitBlob: oid, sha256: lfs?.oid });
      return { isPrivate: info.private, head: info.sha, files };
    });
  }

  /** A small text file of it; empty where there is none. */
  async readText(file: string): Promise<string> {
    const { url, token, name } = this.place;
    return this.asking('be read', async () => {
      const response = await fetch(`${url}/datasets/${name}/resolve/${branch}/${file}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (response.status === 404) return '';
      if (!response.ok) throw new HubApiError(response.url, response.status);
      return response.text();
    });
  }

  /** Makes it; one that somebody made meanwhile is taken as it is. */
  async create(visibility: 'private' | 'public'): Promise<void> {
    await this.asking('be created', async () => {
      await createRepo({ ...this.access, repo: this.repo, visibility }).catch((error: unknown) => {
        if (!(error instanceof HubApiError && error.statusCode === 409)) throw error;
      });
    });
  }

  /**
   * Changes all files in one commit, or none. Large ones are sent before it, and stay where it fails: the next time they are there.
   *
   * @param texts Files that are not on the disk.
   * @param head The commit that it has to follow.
   * @returns The commit.
   */
  async commit(
    title: string,
    plan: readonly PlannedFile[],
    folder: string,
    texts: Readonly<Record<string, string>>,
    head: string,
    abortSignal: AbortSignal,
  ): Promise<string> {
    return this.asking('be written to', async () => {
      const operations = plan.flatMap(({ path: file, change }): CommitOperation[] => {
        if (change === 'same') return [];
        if (change === 'removed') return [{ operation: 'delete', path: file }];
        const text = texts[file];
        const content = text === undefined ? pathToFileURL(path.join(folder, file)) : new Blob([text]);
        return [{ operation: 'addOrUpdate', path: file, content }];
      });
      const made = await commit({
        ...this.access,
        ...{ repo: this.repo, branch, title, operations, parentCommit: head, abortSignal },
        // By git's protocol for large files, which the hub takes from everybody: its own newer one is WebAssembly that nothing here has tried.
        useXet: false,
      });
      return made?.commit.oid ?? '';
    });
  }

  private get repo(): { readonly type: 'dataset'; readonly name: string } {
    return { type: 'dataset', name: this.place.name };
  }

  private get access(): { readonly accessToken: string; readonly hubUrl: string } {
    return { accessToken: this.place.token, hubUrl: this.place.url };
  }

  private async asking<Result>(what: string, ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      throw explained(error, this.place, what);
    }
  }
}
