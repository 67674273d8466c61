// @ts-check

/** The text of a new editor: a small scenario that plays. */
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
