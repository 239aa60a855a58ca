using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Operations;

/// <summary>A worker that was added at runtime. Its options hold no secret: addresses with a password in them are refused.</summary>
public sealed record AddedWorker(WorkerOptions Options, string By, DateTimeOffset At);
