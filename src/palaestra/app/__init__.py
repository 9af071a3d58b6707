"""What a person touches: the command line, the web camp, the published site. Alone joins practice, grader and lab.

Here stand the joins, one module for each thing a person does, shared by terminal, browser and site; `cli`, `web` and
`site` are the three faces, `views` what they draw with. `docs/architecture.md` lists what each join joins.
"""
