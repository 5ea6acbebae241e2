import type { RealmContext } from '../context.ts'
import type { Any } from '../types.ts'
import { type CloneContext, cloneValue, type StructuredCloner } from './clone-value.ts'

const UNTRANSFERABLE = 'Cannot transfer object of unsupported type.'

export function structuredCloner(realm: RealmContext): StructuredCloner {
  const refuse = (text: string): never => {
    throw new realm.DOMException(text, 'DataCloneError')
  }
  const cloner: StructuredCloner = {
    createObject: () => refuse(UNTRANSFERABLE),
    transferPort: () => null,
    clone(value, transfer, from) {
      const list = checkedTransferList(realm, cloner, refuse, transfer, from)
      const context = (copies: Map<object, unknown>): CloneContext => ({ realm, copies, refuse, cloner })
      // Detach nothing from the sender before the whole value is known to be cloneable.
      if (list.size > 0) cloneValue(context(new Map([...list.keys()].map((item) => [item, item]))), value)
      const copies = new Map<object, unknown>()
      // Detach everything from the sender before filling any object with its nested transfers, which are in the list as well.
      const fill: (() => void)[] = []
      for (const [item, take] of list) {
        const { made, filledWith } = take()
        copies.set(item, made)
        if (filledWith) fill.push(() => filledWith(context(copies)))
      }
      for (const one of fill) one()
      const ports = [...list.keys()]
        .map((item) => copies.get(item))
        .filter((made) => cloner.transferPort(made as object) !== null)
      return { value: cloneValue(context(copies), value), ports }
    },
  }
  return cloner
}

/** Detaches an object from the sender; returns the receiver's object and a function that fills it. */
type Take = () => { made: unknown; filledWith?: (context: CloneContext) => void }

function checkedTransferList(
  realm: RealmContext,
  cloner: StructuredCloner,
  refuse: (text: string) => never,
  transfer: readonly object[],
  from: object | undefined,
): Map<object, Take> {
  const list = new Map<object, Take>()
  const pending = [...transfer]
  for (let item = pending.shift(); item !== undefined; item = pending.shift()) {
    if (item === from) refuse('Transfer list contains source port')
    if (list.has(item)) refuse(`Transfer list contains duplicate ${nameOf(item)}`)
    list.set(item, transferOf(realm, cloner, refuse, item))
    // A stream, for example, transfers a port with it.
    const nested = (item as Any)[realm.symbols.messaging_transfer_list_symbol!]
    if (typeof nested === 'function') pending.push(...nested.call(item))
  }
  return list
}

const nameOf = (item: object) => (item instanceof ArrayBuffer ? 'ArrayBuffer' : (item.constructor?.name ?? 'Object'))

function transferOf(realm: RealmContext, cloner: StructuredCloner, refuse: (text: string) => never, item: Any): Take {
  const { untransferable_object_private_symbol: untransferable, transfer_mode_private_symbol: mode } =
    realm.privateSymbols
  if (item === null || typeof item !== 'object') refuse('Found invalid value in transferList.')
  if (item[untransferable!]) refuse(UNTRANSFERABLE)
  if (item instanceof ArrayBuffer) {
    if (item.detached) refuse(UNTRANSFERABLE)
    return () => ({ made: item.transfer() })
  }
  const port = cloner.transferPort(item)
  if (port === false) refuse('MessagePort in transfer list is already detached')
  if (port) return () => ({ made: port() })
  if ((item[mode!] & realm.constants.util.constants.kTransferable) === 0 || item[mode!] === undefined)
    refuse('Found invalid value in transferList.')
  return () => {
    const { data, deserializeInfo } = item[realm.symbols.messaging_transfer_symbol!]()
    const made = cloner.createObject(deserializeInfo)
    const deserialize = realm.symbols.messaging_deserialize_symbol!
    return { made, filledWith: (context) => made[deserialize](cloneValue(context, data)) }
  }
}
