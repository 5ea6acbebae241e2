/** Specifiers in `import` and `require`: paths, and names of packages. */
import { directoryOf, fileUrl, joinPath } from './urls.ts'

export function isRelative(specifier: string): boolean {
  return /^\.\.?(?:\/|$)/.test(specifier)
}

export function isPathLike(specifier: string): boolean {
  return specifier.startsWith('/') || isRelative(specifier)
}

export function absolute(request: string, from: string): string {
  return request.startsWith('/') ? joinPath('/', request) : joinPath(directoryOf(from), request)
}

export function dotted(path: string): string {
  return path.startsWith('../') ? path : `./${path}`
}

/** Returns the specifier of a file within a package: `pkg/lib/index.js`. */
export function inPackage(specifier: string, found: string): string {
  const name = specifier.split('/', 1)[0]!
  const marker = `/node_modules/${name}/`
  const index = found.lastIndexOf(marker)
  return index < 0
    ? specifier.startsWith('/')
      ? found
      : fileUrl(found)
    : `${name}/${found.slice(index + marker.length)}`
}

/** Splits `@scope/name/sub/path` into `@scope/name` and `./sub/path`. */
export function splitPackageSpecifier(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/')
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  return { name, subpath: `.${specifier.slice(name.length)}` }
}
