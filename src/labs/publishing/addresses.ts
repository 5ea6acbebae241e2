/**
 * Addresses of lessons: `03-tcp-conversations/01-handshake-and-stream` is
 * `/course/tcp-conversations/handshake-and-stream/`; its step `…#explain` is `…/#step-explain`.
 */
export function lessonAddress(place: string): { module: string; lesson: string; href: string } {
  const [id = '', step] = place.split('#')
  const [module = '', lesson = ''] = id.split('/').map((name) => name.replace(/^\d+-/, ''))
  return { module, lesson, href: `/course/${module}/${lesson}/${step === undefined ? '' : `#step-${step}`}` }
}

/** Address of a module by its folder: `03-tcp-conversations` is `/course/tcp-conversations/`. */
export const moduleAddress = (folder: string): string => `/course/${folder.replace(/^\d+-/, '')}/`
