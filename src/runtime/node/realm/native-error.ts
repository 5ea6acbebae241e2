/** Makes an error as C++ does (node_errors.h): a plain one with a code. */
export function nativeError(Type: ErrorConstructor, code: string, message: string): Error {
  return Object.assign(new Type(message), { code })
}
