// Whether the hub or node in this container is alive: exit code 0, else 1. `node healthcheck.mjs [path]` asks another
// path than /healthz. It goes by the environment; ports given by flags or in a settings file it does not see.
const LIMIT_MS = 2_500;
const path = process.argv[2] ?? '/healthz';
const ports = [process.env.CRONY_PORT ?? '8089', process.env.CRONY_NODE_PORT ?? '8090'];

const answers = await Promise.all(
  ports.map((port) =>
    fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(LIMIT_MS) }).then(
      (response) => response.ok,
      () => false,
    ),
  ),
);
process.exitCode = answers.includes(true) ? 0 : 1;
