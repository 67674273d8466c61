// @ts-check
import { arrange, element, setText } from './element.js';

/** @typedef {import('../lib/verdict.js').Evidence} Evidence */
/** @typedef {import('../lib/verdict.js').Finding} Finding */
/** @typedef {import('../lib/verdict.js').Verdict} Verdict */

const WORDS = { fine: 'fine', note: 'note', warning: 'warning', fault: 'fault', met: 'fine', failed: 'fault', undecided: 'note' };

/**
 * Shows the verdict on the clients of a session: a line for each client, which opens to its findings with their evidence.
 *
 *     const panel = new VerdictPanel((evidence, client) => light(evidence, client));
 *     parent.append(panel.root);
 *     panel.show(verdict);
 */
export class VerdictPanel {
  root = element('section', { class: 'verdict', 'aria-label': 'Verdict', hidden: true });
  #onEvidence;
  #line = element('p', { class: 'verdict-line', role: 'status' });
  #clients = element('div', { class: 'verdict-clients' });
  /** @type {Map<string, { root: HTMLElement, text: string }>} Reused, so that opened parts stay open while others change. */
  #parts = new Map();

  /** @param {((evidence: Evidence, client: number | null) => void) | null} onEvidence called with the clicked evidence; null where it cannot be shown */
  constructor(onEvidence = null) {
    this.#onEvidence = onEvidence;
    this.root.append(this.#line, this.#clients);
  }

  /** @param {Verdict | null} verdict */
  show(verdict) {
    this.root.hidden = verdict === null;
    if (verdict === null) {
      this.#parts.clear();
      this.#clients.replaceChildren();
      return;
    }
    this.root.dataset.verdict = verdict.verdict;
    setText(this.#line, verdict.line);
    const parts = [
      ...verdict.expectations.map(({ key, expected, state, sentence, evidence }) => ({
        id: `expect ${key}`,
        severity: WORDS[state],
        title: `Expected: ${key}`,
        line: sentence,
        body: () => [element('p', { class: 'muted' }, `${expected}: ${state}`), this.#evidence(evidence, null)],
        text: JSON.stringify([state, sentence, evidence.length]),
      })),
      ...verdict.findings.map((finding, index) => ({ id: `page ${index}`, severity: finding.severity, title: 'Pages', line: finding.sentence, body: () => [this.#findings([finding], null)], text: JSON.stringify(finding) })),
      ...verdict.clients.map(({ client, severity, line, findings }) => ({
        id: `client ${client}`,
        severity: severity === 'note' ? 'fine' : severity,
        title: `Client ${client}`,
        line,
        body: () => [this.#findings(findings, client)],
        text: JSON.stringify(findings),
      })),
    ];
    /** @type {Map<string, { root: HTMLElement, text: string }>} */
    const shown = new Map();
    for (const part of parts) {
      const known = this.#parts.get(part.id);
      if (known?.text === part.text) {
        shown.set(part.id, known);
        continue;
      }
      const root = element(
        'details',
        { class: 'verdict-client', 'data-severity': part.severity },
        element('summary', {}, element('span', { class: 'verdict-word' }, part.severity), element('strong', {}, part.title), ` ${part.line}`),
        ...part.body(),
      );
      if (known?.root.hasAttribute('open')) root.setAttribute('open', '');
      shown.set(part.id, { root, text: part.text });
    }
    this.#parts = shown;
    arrange(this.#clients, Array.from(shown.values(), ({ root }) => root));
  }

  /** @param {Finding[]} findings @param {number | null} client */
  #findings(findings, client) {
    return element(
      'ul',
      { class: 'verdict-findings' },
      ...findings.map((finding) =>
        element(
          'li',
          { 'data-severity': finding.severity },
          element('p', {}, element('span', { class: 'verdict-word' }, finding.severity), finding.sentence),
          element('p', { class: 'muted' }, `${finding.asks ?? ''} `, finding.clause ? element('a', { href: finding.clause, target: '_blank', rel: 'noreferrer' }, 'The standard') : null),
          this.#evidence(finding.evidence, client),
        ),
      ),
    );
  }

  /** @param {Evidence[]} evidence @param {number | null} client */
  #evidence(evidence, client) {
    if (evidence.length === 0) return null;
    return element(
      'ul',
      { class: 'verdict-evidence' },
      ...evidence.map((piece) => {
        const text = `${piece.stream === null ? '' : `stream ${piece.stream}: `}${piece.text}`;
        const onEvidence = this.#onEvidence;
        return element('li', {}, onEvidence && piece.stream !== null ? element('button', { type: 'button', class: 'quiet', title: piece.time ?? '', on: { click: () => onEvidence(piece, client) } }, text) : element('span', { title: piece.time }, text));
      }),
    );
  }
}
