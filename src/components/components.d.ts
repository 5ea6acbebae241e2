/** Astro components, for TypeScript code that only passes them on: Astro's own tools check their props. */
declare module '*.astro' {
  const component: (props: Record<string, unknown>) => unknown
  export default component
}
