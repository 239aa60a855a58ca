using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>How the fleet did before and after a revision became active; other things may have changed too.</summary>
/// <param name="Before">Up to ten minutes before it, as long as the revision before was active; null without samples.</param>
/// <param name="After">Up to ten minutes after it, until the next revision; null without samples.</param>
/// <param name="HitsAreReported">Whether both hit rates are what engines reported; else both are predictions.</param>
public sealed record ChangeEffectDto(EffectWindowDto? Before, EffectWindowDto? After, bool HitsAreReported)
{
    internal static ChangeEffectDto? From(ChangeEffect? effect) => effect is null
        ? null
        : new(EffectWindowDto.From(effect.Before, effect.HitRate(effect.Before)), EffectWindowDto.From(effect.After, effect.HitRate(effect.After)), effect.HitsAreReported);
}
