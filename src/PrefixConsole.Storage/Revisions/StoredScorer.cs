namespace PrefixConsole.Storage.Revisions;

internal sealed record StoredScorer(string Scorer, double Weight);
