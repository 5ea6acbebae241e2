import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** False on the page as it was built, and until its script runs: what would do nothing yet is disabled, so that no choice is lost. */
export function useIsLive(): boolean {
  const isLive = useSignal(false)
  useEffect(() => {
    isLive.value = true
  }, [])
  return isLive.value
}
