using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Rules that name prefixes, in order: the first that fits a run names it.</summary>
public sealed partial class LabelRules(ImmutableArray<LabelRule> rules)
{
    /// <summary>Rules at most.</summary>
    public const int Capacity = 50;

    public const int MaxTokens = 10_000_000;

    private const int MaxName = 256;

    private static readonly string[] s_fields = ["{model}", "{adapter}", "{tenant}", "{salt}", "{part}"];

    public static LabelRules None { get; } = new([]);

    /// <summary>What a run can begin with.</summary>
    public static ImmutableArray<string> Parts { get; } = [.. Enum.GetValues<PromptPart>().Select(PrefixNames.Of)];

    public ImmutableArray<LabelRule> Rules => rules;

    /// <summary>What is wrong, by field: <c>rules[2].label</c>; empty when nothing is.</summary>
    public static IReadOnlyList<FieldError> Check(IReadOnlyList<LabelRule?> rules)
    {
        if (rules.Count > Capacity)
        {
            return [new FieldError("rules", FormattableString.Invariant($"must be at most {Capacity}; there are {rules.Count}"))];
        }

        var errors = new List<FieldError>();
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is { } rule)
            {
                errors.AddRange(Problems(rule).Select(p => new FieldError(FormattableString.Invariant($"rules[{i}].{p.Field}"), p.Message)));
            }
            else
            {
                errors.Add(new FieldError(FormattableString.Invariant($"rules[{i}]"), "must be a rule"));
            }
        }

        return errors;
    }

    /// <summary>Name of a run; null when no rule fits.</summary>
    internal string? NameOf(PrefixNodeInfo run) => IndexOf(run) is >= 0 and var index ? Fill(rules[index].Label, run) : null;

    /// <summary>The rule that names a run; -1 for none.</summary>
    internal int IndexOf(PrefixNodeInfo run)
    {
        if (rules.IsEmpty)
        {
            return -1;
        }

        var space = PrefixNamespaceParts.Parse(run.Namespace);
        for (var i = 0; i < rules.Length; i++)
        {
            if (Fits(rules[i], run, space))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Fits(LabelRule rule, PrefixNodeInfo run, in PrefixNamespaceParts space) =>
        Same(rule.Model, space.Model)
        && Same(rule.Adapter, space.Adapter)
        && Same(rule.Tenant, space.Tenant)
        && Same(rule.Part, PrefixNames.Of(run.First.Part))
        && (!rule.AtStart || run.StartBlock == 0)
        && (rule.MinTokens is not { } least || TokenEstimate.Of(run.BlockCount, run.BlockSize, run.Unit) >= least);

    private static bool Same(string? wanted, string own) => string.IsNullOrEmpty(wanted) || wanted == own;

    private static string Fill(string label, PrefixNodeInfo run)
    {
        if (!label.Contains('{', StringComparison.Ordinal))
        {
            return label;
        }

        var space = PrefixNamespaceParts.Parse(run.Namespace);
        string[] values = [space.Model, space.Adapter, space.Tenant, space.Salt, PrefixNames.Of(run.First.Part)];

        // All at once: a tenant may be called as a field is.
        return Field().Replace(label, field => Array.IndexOf(s_fields, field.Value) is >= 0 and var index ? values[index] : field.Value);
    }

    private static IEnumerable<FieldError> Problems(LabelRule rule)
    {
        if (string.IsNullOrWhiteSpace(rule.Label))
        {
            yield return new FieldError("label", "is required");
        }
        else if (!PrefixLabels.IsLabel(rule.Label))
        {
            yield return new FieldError("label", $"must be at most {PrefixLabels.MaxLength} characters, none of them control characters");
        }
        else if (UnknownField(rule.Label) is { } field)
        {
            yield return new FieldError("label", $"has {field}; known are {string.Join(' ', s_fields)}");
        }

        foreach (var (name, value) in new[] { ("model", rule.Model), ("adapter", rule.Adapter), ("tenant", rule.Tenant) })
        {
            if (value is not null && (value.Length > MaxName || value.Any(char.IsControl)))
            {
                yield return new FieldError(name, $"must be at most {MaxName} characters, none of them control characters");
            }
        }

        if (!string.IsNullOrEmpty(rule.Part) && !Parts.Contains(rule.Part))
        {
            yield return new FieldError("part", $"must be one of {string.Join(", ", Parts)}");
        }

        if (rule.MinTokens is < 1 or > MaxTokens)
        {
            yield return new FieldError("minTokens", FormattableString.Invariant($"must be a whole number from 1 to {MaxTokens}"));
        }

        if (rule is { AtStart: false, MinTokens: null } && new[] { rule.Model, rule.Adapter, rule.Tenant, rule.Part }.All(string.IsNullOrEmpty))
        {
            yield return new FieldError("label", "would name every prefix: say which ones");
        }
    }

    /// <summary>A word in braces that does not stand for anything.</summary>
    private static string? UnknownField(string label) => Field().Matches(label).Select(m => m.Value).FirstOrDefault(f => !s_fields.Contains(f));

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Field();
}
