using System.Security.Cryptography;
using System.Text;

namespace TextVae.Runs;

/// <summary>What makes a training another one than others: every key of its recipe that is not its default, but for its seed and how it
/// is measured.</summary>
internal static class RecipeHash
{
    /// <summary>The keys and their values, a line each. A key that is new, and at its default, changes nothing.</summary>
    public static IEnumerable<string> Changed(Recipe recipe)
    {
        var standard = new Recipe();
        return RecipeKeys.All
            .Where(key => key.Table != "evaluation" && key.Name != "training.seed" && key.Get(recipe) != key.Get(standard))
            .Select(key => $"{key.Name} = {key.Get(recipe)}");
    }

    /// <summary>SHA-256 of a recipe, and of those that its run started from, in hexadecimal digits.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="earlier">The hash of what it started from; null for fresh parameters.</param>
    public static string Of(Recipe recipe, string? earlier)
    {
        string[] lines = [.. Changed(recipe), .. earlier is null ? Array.Empty<string>() : [$"from {earlier}"]];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
