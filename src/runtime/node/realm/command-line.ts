/** The options of the command line `node [options] program`, as node_options.cc understands them. */

type OptionValue = boolean | number | string | string[] | object | null

/** Values by option: those of the binary where the command line says nothing. */
export type OptionValues = Record<string, OptionValue>

/** What V8 takes, not Node: they change nothing here but what `exposesGc` says. */
const V8_EXPOSE_GC = /^--expose[-_]gc$/

export const exposesGc = (options: readonly string[]): boolean => options.some((option) => V8_EXPOSE_GC.test(option))

/** `defaults` with `options` applied in their order. Options that Node does not know are V8's and are left alone. */
export function applyOptions(defaults: Readonly<OptionValues>, options: readonly string[]): OptionValues {
  const values: OptionValues = { __proto__: null, ...defaults } as OptionValues
  const rest = [...options]
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    const equals = option.indexOf('=')
    const name = (equals < 0 ? option : option.slice(0, equals)).replaceAll('_', '-')
    const current = values[name]
    if (typeof current === 'boolean') setFlag(values, name, true)
    else if (current !== undefined) {
      const given = equals < 0 ? (rest.shift() ?? '') : option.slice(equals + 1)
      values[name] = parsed(current, given)
    }
  }
  return values
}

/** An option and its negation always say the opposite of each other. */
function setFlag(values: OptionValues, name: string, value: boolean): void {
  values[name] = value
  const opposite = name.startsWith('--no-') ? `--${name.slice('--no-'.length)}` : `--no-${name.slice('--'.length)}`
  if (opposite in values) values[opposite] = !value
}

function parsed(current: OptionValue, given: string): OptionValue {
  if (typeof current === 'number') return Number(given)
  return Array.isArray(current) ? [...current, given] : given
}
