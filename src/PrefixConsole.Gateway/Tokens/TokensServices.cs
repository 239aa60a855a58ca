using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>What finds the tokens of prompts.</summary>
internal static class TokensServices
{
    public static IServiceCollection AddPromptTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TokensOptions>().Bind(configuration.GetSection(TokensOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TokensOptions>, ValidateTokensOptions>();
        services.AddSingleton<TokenizerFiles>();
        services.AddSingleton(sp => new TokenRules(sp.GetRequiredService<IOptions<TokensOptions>>().Value));
        services.AddSingleton(sp => new TokenMemory(sp.GetRequiredService<IOptions<TokensOptions>>().Value.RememberedIds));
        services.AddSingleton<WorkerTokenizer>();
        services.AddSingleton<PromptTokens>();
        return services;
    }
}
