// @ts-check

// Links that were kept name a scenario, or carry a text, in their fragment.
location.replace(`/${location.hash}`);
