/**
 * `params.ts` is generated from an exercise's `variants` beside every program and test, so it does not exist here. Its values
 * differ from exercise to exercise; the generated file gives each of them its own type.
 */
declare module '*/params.ts' {
  // biome-ignore lint/suspicious/noExplicitAny: the type is in the generated file
  export const params: Record<string, any>
}
