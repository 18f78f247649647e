// The simulator in a container, for tests: `const atlas = await startAtlas()`, then `atlas.url` and `await atlas.stop()`.
// Needs the package `testcontainers`. Where the variable ATLAS_SIMULATOR_URL names a simulator that runs already, that one is
// used and no container is started.

const PORT = 8642;

/** Settings as the simulator's settings file has them (`{ pace: "realistic", strict: true }`), as environment variables. */
export function environmentOf(settings = {}) {
  const text = (value) =>
    typeof value === "boolean" ? (value ? "yes" : "no") : Array.isArray(value) ? value.join(",") : String(value);
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `ATLAS_SIM_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
      text(value),
    ]),
  );
}

/** Starts the simulator and resolves when it is ready. Rejects where it is not ready after `seconds`. */
export async function startAtlas({ image = "atlas-simulator", seconds = 60, settings = {} } = {}) {
  const running = process.env.ATLAS_SIMULATOR_URL?.replace(/\/$/, "");
  if (running) {
    await untilReady(running, seconds);
    return { url: running, stop: async () => {} };
  }
  const { GenericContainer, Wait } = await import("testcontainers");
  const container = await new GenericContainer(image)
    .withCommand(["serve", "--ephemeral"])
    .withEnvironment(environmentOf(settings))
    .withExtraHosts([{ host: "host.docker.internal", ipAddress: "host-gateway" }])
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp("/readyz", PORT))
    .withStartupTimeout(seconds * 1000)
    .start();
  const url = `http://${container.getHost()}:${container.getMappedPort(PORT)}`;
  return { url, stop: () => container.stop() };
}

async function untilReady(url, seconds) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    let problem;
    try {
      const answer = await fetch(`${url}/readyz`);
      if (answer.ok) return;
      problem = `${answer.status} ${await answer.text()}`;
    } catch (error) {
      problem = error.cause?.message ?? error.message;
    }
    if (Date.now() > deadline) throw new Error(`${url} is not ready after ${seconds} s: ${problem}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
