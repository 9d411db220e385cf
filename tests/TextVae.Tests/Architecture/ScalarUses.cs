using Mono.Cecil;
using TorchSharp;

namespace TextVae.Tests.Architecture;

/// <summary>One call of TorchSharp that makes a <see cref="Scalar"/>.</summary>
internal sealed record ScalarUse(string User, string Called);

/// <summary>
/// Who makes a scalar, as the compiled code says it: by a conversion, or by a method of TorchSharp that makes one of its own
/// and leaves it to the finalizer, such as the sum of two tensors.
/// </summary>
internal static class ScalarUses
{
    // It makes scalars of arguments that are numbers; ours are tensors and a flag.
    private const string Script = "torch/jit/CompilationUnit::invoke";

    private static readonly Lazy<HashSet<string>> Makers = new(FindMakers);

    public static IReadOnlyList<ScalarUse> In(string assemblyFile)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(assemblyFile);
        return
        [
            .. MethodsOf(assembly)
                .SelectMany(method => Calls(method)
                    .Where(called => Returns(called) || Makers.Value.Contains(KeyOf(called)))
                    .Select(called => new ScalarUse(method.DeclaringType.FullName, KeyOf(called))))
                .Where(use => !use.Called.Contains(Script, StringComparison.Ordinal)),
        ];
    }

    /// <summary>TorchSharp's methods that make a scalar, or call one that does, and return something else.</summary>
    private static HashSet<string> FindMakers()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(torch).Assembly.Location);
        var rest = MethodsOf(assembly).Where(method => !Returns(method))
            .Select(method => (Key: KeyOf(method), Calls: Calls(method).ToArray())).ToList();
        var makers = new HashSet<string>();
        while (rest.RemoveAll(method => method.Calls.Any(called => Returns(called) || makers.Contains(KeyOf(called)))
            && makers.Add(method.Key)) > 0)
        {
            // Those that were found make makers of those that call them.
        }

        return makers;
    }

    private static IEnumerable<MethodDefinition> MethodsOf(AssemblyDefinition assembly) =>
        assembly.MainModule.Types.SelectMany(WithNested).SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) =>
        method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>();

    private static bool Returns(MethodReference method) => method.ReturnType.FullName == typeof(Scalar).FullName;

    private static string KeyOf(MethodReference method) =>
        $"{method.DeclaringType.FullName}::{method.Name}({string.Join(", ", method.Parameters.Select(p => p.ParameterType.Name))})";
}
