/**
 * Where a lesson is: `03-tcp-conversations/01-handshake-and-stream` is at `/course/tcp-conversations/handshake-and-stream/`, and `…#explain`, a step of it, at
 * `…/#step-explain`.
 */
export function lessonAddress(place: string): { module: string; lesson: string; href: string } {
  const [id = '', step] = place.split('#')
  const [module = '', lesson = ''] = id.split('/').map((name) => name.replace(/^\d+-/, ''))
  return { module, lesson, href: `/course/${module}/${lesson}/${step === undefined ? '' : `#step-${step}`}` }
}

/** Where a module's page is, by the name of its folder: `03-tcp-conversations` at `/course/tcp-conversations/`. */
export const moduleAddress = (folder: string): string => `/course/${folder.replace(/^\d+-/, '')}/`
