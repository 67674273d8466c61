// @ts-check
// For Node: what the pages import as /lib/… lies in Public/lib, and so with what else they are served.

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, next) {
  return next(/^\/(lib|clients|pitfalls)\//.test(specifier) ? new URL(`../../../Public${specifier}`, import.meta.url).href : specifier, context);
}

/** @type {import('node:module').LoadHook} */
export function load(url, context, next) {
  // No package.json says that these files are modules.
  return next(url, url.endsWith('.js') ? { ...context, format: 'module' } : context);
}
