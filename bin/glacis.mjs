#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  process.exitCode = await runByOwnNode();
} else {
  await findOwnModules();
  const { main } = await import('../dist/main.js');
  process.exitCode = await main(process.argv.slice(2));
}

/** A checkout brings a Node of its own; elsewhere somebody has to. */
async function runByOwnNode() {
  const [{ existsSync }, { spawnSync }, { fileURLToPath }] = await Promise.all([import('node:fs'), import('node:child_process'), import('node:url')]);
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (own !== process.execPath && existsSync(own)) return spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 4;
  console.error(`glacis needs Node 24.15 or newer, this is ${process.versions.node}. Without installing it: npx -p node@24 -p glacis glacis ...`);
  return 2;
}

/**
 * Where our modules lie and what they are, we know: for each of nine hundred, Node would look for links and for the nearest package.json.
 * It takes a third off the start of a scan.
 */
async function findOwnModules() {
  // An older Node, which is to be told so, has no such hooks.
  const { registerHooks } = await import('node:module');
  const own = new URL('../dist/', import.meta.url).href;
  registerHooks({
    resolve(specifier, context, next) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js') || context.parentURL?.startsWith(own) !== true) return next(specifier, context);
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}
