/** Where a lesson is: `03-tcp-conversations/01-handshake-and-stream` is at `/course/tcp-conversations/handshake-and-stream/`. */
export function lessonAddress(id: string): { module: string; lesson: string; href: string } {
  const [module = '', lesson = ''] = id.split('/').map((name) => name.replace(/^\d+-/, ''))
  return { module, lesson, href: `/course/${module}/${lesson}/` }
}
