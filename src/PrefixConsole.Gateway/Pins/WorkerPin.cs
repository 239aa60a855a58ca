using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Pins;

/// <summary>A pin that was just made.</summary>
/// <param name="Token">Value of the header <c>x-prefix-pin</c>: a secret until it expires, told now and never again.</param>
/// <param name="Worker">Where its requests go.</param>
/// <param name="ExpiresAt">When it no longer counts.</param>
public sealed record WorkerPin(string Token, WorkerId Worker, DateTimeOffset ExpiresAt);
