namespace PrefixConsole.Api.Contracts;

/// <summary>State of the built-in traffic generator.</summary>
public sealed record DemoTrafficDto(bool Running, double Rate, double MaxRate, long Sent, long Failed);
