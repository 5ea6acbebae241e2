import { useSignal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'

/** Phones, as the style sheets know them. */
const NARROW = '(max-width: 640px)'

/** True on a phone, once the page's script runs: the built page is the same for every screen. */
export function useIsNarrow(): boolean {
  const isNarrow = useSignal(false)
  useLayoutEffect(() => {
    const query = matchMedia(NARROW)
    const look = () => {
      isNarrow.value = query.matches
    }
    look()
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [])
  return isNarrow.value
}
