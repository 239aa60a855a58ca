namespace PrefixConsole.Api.Contracts;

/// <summary>Where the time before forwarding went.</summary>
public sealed record TimingsDto(double ParseMs, double HashMs, double OverlapMs, double ScheduleMs);
