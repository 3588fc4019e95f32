"""What knows nothing of development: tenancy, audit, jobs, files, lists, charts, documents."""
