"""The editor as people see it: a thin view on the model, made with Dear ImGui."""
