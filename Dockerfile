# The worker of docker-compose.yml. Built in one stage, run in another without compilers and development packages.
FROM node:24-bookworm-slim AS build
WORKDIR /seedbed
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /seedbed
COPY --from=build /seedbed/package.json ./
COPY --from=build /seedbed/node_modules node_modules
COPY --from=build /seedbed/dist dist
COPY --from=build /seedbed/prompts prompts
COPY --from=build /seedbed/recipes recipes
ENV NODE_ENV=production SEEDBED_WORKSPACE=/workspace NODE_OPTIONS=--max-old-space-size=2048
# Memory as `seedbed worker` has it: adapters/stack/workerProcess.ts says what each is for.
ENV MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=1048576
RUN mkdir /workspace && chown node:node /workspace
USER node
CMD ["node", "--heap-growing-percent=15", "--single-threaded-gc", "--max-semi-space-size=8", "--no-incremental-marking", "--no-sparkplug", "--memory-saver-mode", "dist/workers/worker.js"]
