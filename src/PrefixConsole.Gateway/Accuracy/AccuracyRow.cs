namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Sums of one worker, model or tenant.</summary>
/// <param name="Key">Its name; <see cref="AccuracyMonitor.Others"/> for those that there was no room for.</param>
/// <param name="Totals">The sums.</param>
public sealed record AccuracyRow(string Key, AccuracyTotals Totals);
