using System.Globalization;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>Checks section <c>Tokens</c> and reads its tokenizer files; reports all errors at once, each with its key.</summary>
internal sealed class ValidateTokensOptions(TokenizerFiles files) : IValidateOptions<TokensOptions>
{
    private const int MaxModels = 1_000;
    private const int MaxTimeout = 60_000;

    public ValidateOptionsResult Validate(string? name, TokensOptions options)
    {
        var errors = new List<string>();
        if (!TokenRules.TryParse(options.Default, out var source) || source is TokenSource.File)
        {
            errors.Add($"{Key(nameof(options.Default))} must be one of auto, worker, text, was '{options.Default}'");
        }

        Between(errors, nameof(options.TimeoutMilliseconds), options.TimeoutMilliseconds, 1, MaxTimeout);
        Between(errors, nameof(options.MaxConcurrent), options.MaxConcurrent, 1, 1_024);
        Between(errors, nameof(options.RememberedIds), options.RememberedIds, 0, 1_000_000_000);
        if (options.Models.Length > MaxModels)
        {
            errors.Add($"{Key(nameof(options.Models))} must have at most {MaxModels} entries");
            return ValidateOptionsResult.Fail(errors);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Models.Length; i++)
        {
            var field = $"{nameof(options.Models)}:{i}";
            if (Wrong(options.Models[i], seen, errors, field) is { } wrong)
            {
                errors.Add($"{Key(field)}:{wrong.Field} {wrong.Error}");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private (string Field, string Error)? Wrong(ModelTokensOptions model, HashSet<string> seen, List<string> errors, string field)
    {
        if (string.IsNullOrWhiteSpace(model.Model) || !seen.Add(model.Model))
        {
            return (nameof(model.Model), $"must be a name that no other entry has, was '{model.Model}'");
        }

        if (model.TimeoutMilliseconds is { } timeout)
        {
            Between(errors, $"{field}:{nameof(model.TimeoutMilliseconds)}", timeout, 1, MaxTimeout);
        }

        if (!TokenRules.TryParse(model.Source, out var source))
        {
            return (nameof(model.Source), $"must be one of auto, worker, file, text, was '{model.Source}'");
        }

        if (source is not TokenSource.File)
        {
            return null;
        }

        var kind = model.Kind?.ToUpperInvariant();
        if (kind is not ("TIKTOKEN" or "BPE" or "SENTENCEPIECE"))
        {
            return (nameof(model.Kind), $"must be one of {TokenizerFiles.Tiktoken}, {TokenizerFiles.Bpe}, {TokenizerFiles.SentencePiece}, was '{model.Kind}'");
        }

        if (string.IsNullOrWhiteSpace(model.File))
        {
            return (nameof(model.File), "must name the tokenizer's file");
        }

        if (kind is "BPE" && string.IsNullOrWhiteSpace(model.Merges))
        {
            return (nameof(model.Merges), "must name the file of merges that the kind bpe needs");
        }

        ChatTemplate.Of(model.ChatTemplate, out var template);
        return template is { } wrong ? ($"{nameof(model.ChatTemplate)}:{wrong.Field}", wrong.Error) : files.Load(model);
    }

    private static void Between(List<string> errors, string property, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{Key(property)} must be between {minimum} and {maximum}, was {value}"));
        }
    }

    private static string Key(string property) => $"{TokensOptions.Section}:{property}";
}
