namespace PrefixConsole.Operations;

/// <summary>A worker of an earlier run that could not be added again.</summary>
/// <param name="Id">Its name.</param>
/// <param name="By">Who had added it.</param>
/// <param name="Why">What is wrong with it now.</param>
public sealed record NotRestored(string Id, string By, string Why);
