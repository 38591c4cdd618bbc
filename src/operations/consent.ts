/** With --yes no time passes, and nothing has to be read again. */
const ASKED_LONG_MS = 200

/**
 * Asks whether to carry out a proposal. A prompt may stay open for an hour, so after a long one `refuseChange` reads
 * the cluster again, and throws if it has changed.
 */
export async function consentTo<Proposal>(
  proposal: Proposal,
  confirm: (proposal: Proposal) => Promise<boolean>,
  refuseChange: () => Promise<void>,
): Promise<boolean> {
  const asked = performance.now()
  if (!(await confirm(proposal))) return false
  if (performance.now() - asked > ASKED_LONG_MS) await refuseChange()
  return true
}
