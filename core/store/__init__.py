"""The only place that knows the query engine: schema, checks, publishing, reading and the queries themselves."""
