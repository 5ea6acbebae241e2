/** Components of Astro, for the TypeScript that only hands them on: Astro's own tools know their props. */
declare module '*.astro' {
  const component: (props: Record<string, unknown>) => unknown
  export default component
}
