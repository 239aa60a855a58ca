namespace PrefixConsole.Routing.Workers;

/// <summary>Who added a worker while the program ran, and when.</summary>
/// <param name="By">Name of the user or API token.</param>
/// <param name="At">When it was first added; restarts do not change it.</param>
public sealed record WorkerOrigin(string By, DateTimeOffset At);
