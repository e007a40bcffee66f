# The worker of docker-compose.yml. Built in one stage, run in another without compilers and development packages.
FROM node:22-bookworm-slim AS build
WORKDIR /seedbed
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
WORKDIR /seedbed
COPY --from=build /seedbed/package.json ./
COPY --from=build /seedbed/node_modules node_modules
COPY --from=build /seedbed/dist dist
COPY --from=build /seedbed/prompts prompts
COPY --from=build /seedbed/recipes recipes
ENV NODE_ENV=production SEEDBED_WORKSPACE=/workspace
RUN mkdir /workspace && chown node:node /workspace
USER node
CMD ["node", "dist/workers/worker.js"]
