namespace PrefixConsole.Components.Pages.Ingest;

/// <summary>Something an operator is about to do to a feed.</summary>
/// <param name="Key">Of the feed.</param>
/// <param name="Verb">On the button.</param>
/// <param name="Effect">What will happen, in words.</param>
/// <param name="Name">What the audit log calls it.</param>
/// <param name="Act">Does it.</param>
/// <param name="State">What the audit log says of it before and after.</param>
internal sealed record IngestAction(string Key, string Verb, string Effect, string Name, Func<bool> Act, Func<object?> State);
