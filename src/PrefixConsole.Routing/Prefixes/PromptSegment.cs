namespace PrefixConsole.Routing.Prefixes;

/// <summary>A stretch of a prompt that has one part and turn.</summary>
/// <param name="Part">System, tools, a turn of a role, …</param>
/// <param name="Turn">Number of the user turn, from 1; 0 before the first.</param>
/// <param name="StartUnit">First unit (byte or token) of the stretch in the prefix.</param>
public readonly record struct PromptSegment(PromptPart Part, int Turn, int StartUnit);
