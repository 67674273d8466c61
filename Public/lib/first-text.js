// @ts-check

/** What an editor holds when nothing was written yet: small, and it plays. */
export const FIRST_TEXT = `title: My stream
steps:
  - repeat: 10
    every: 500ms
    as: n
    steps:
      - id: \${n}
        event: tick
        data: { n: "\${n}", at: "\${now}" }
`;
