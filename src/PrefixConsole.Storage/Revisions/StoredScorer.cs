namespace PrefixConsole.Storage.Revisions;

/// <summary>Of a <see cref="StoredSpec"/>.</summary>
public sealed record StoredScorer(string Scorer, double Weight);
