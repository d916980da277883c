//===- WeightObject.cpp - Weights as an object file of their own ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/WeightObject.h"
#include "llvm/MC/StringTableBuilder.h"
#include "llvm/Object/ELFTypes.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace hwlock {
namespace {

using Elf = object::ELF64LE;

/// Sections of the file, in order.
enum : uint16_t { Null, Sealed, Clear, Stack, Symbols, Strings, SectionCount };

struct Blob {
  std::string name;
  ArrayRef<char> bytes;
  uint16_t section;
  uint64_t offset;
};

class WeightObjectWriter {
public:
  WeightObjectWriter(raw_ostream &stream, const CompiledModel &model)
      : stream(stream) {
    for (auto [index, weight] : enumerate(model.weights)) {
      bool isSealed = bool(model.signature.weights[index].sealed);
      add(entry::blobPrefix + Twine(index), weight.bytes,
          isSealed ? Sealed : Clear);
      if (!weight.tags.empty())
        add(entry::tagsPrefix + Twine(index), weight.tags, Sealed);
    }
  }

  void write() {
    layOut();
    writeHeader();
    writeBlobs(Sealed);
    writeBlobs(Clear);
    writeSymbols();
    padTo(headers[Strings].sh_offset);
    strings.write(stream);
    written += strings.getSize();
    padTo(sectionTable);
    for (const Elf::Shdr &header : headers)
      put(header);
  }

private:
  void add(const Twine &name, ArrayRef<char> bytes, uint16_t section) {
    Elf::Shdr &header = headers[section];
    uint64_t offset = alignTo(header.sh_size, kArenaAlignment);
    header.sh_size = offset + bytes.size();
    blobs.push_back({name.str(), bytes, section, offset});
  }

  void describe(uint16_t section, StringRef name, uint32_t type, uint64_t flags,
                uint64_t alignment) {
    Elf::Shdr &header = headers[section];
    header.sh_name = strings.getOffset(name);
    header.sh_type = type;
    header.sh_flags = flags;
    header.sh_addralign = alignment;
    end = alignTo(end, alignment);
    header.sh_offset = end;
    end += header.sh_size;
  }

  void layOut() {
    static constexpr const char *names[] = {
        sealedSection, clearSection, ".note.GNU-stack", ".symtab", ".strtab"};
    for (const char *name : names)
      strings.add(name);
    for (const Blob &blob : blobs)
      strings.add(blob.name);
    strings.finalizeInOrder();
    headers[Symbols].sh_size = (blobs.size() + 1) * sizeof(Elf::Sym);
    headers[Symbols].sh_entsize = sizeof(Elf::Sym);
    headers[Symbols].sh_link = Strings;
    headers[Symbols].sh_info = 1; // the first symbol that is not local
    headers[Strings].sh_size = strings.getSize();

    // Large: two gigabytes of weights must not push code out of reach of code.
    uint64_t flags = ELF::SHF_ALLOC | ELF::SHF_X86_64_LARGE;
    for (uint16_t section : {Sealed, Clear})
      if (headers[section].sh_size) // otherwise it stays inactive, SHT_NULL
        describe(section, names[section - 1], ELF::SHT_PROGBITS, flags,
                 kArenaAlignment);
    describe(Stack, names[2], ELF::SHT_PROGBITS, 0, 1);
    describe(Symbols, names[3], ELF::SHT_SYMTAB, 0, alignof(uint64_t));
    describe(Strings, names[4], ELF::SHT_STRTAB, 0, 1);
    sectionTable = alignTo(end, alignof(uint64_t));
  }

  void writeHeader() {
    Elf::Ehdr header = {};
    static constexpr uint8_t identity[] = {
        0x7f,           'E', 'L', 'F', ELF::ELFCLASS64, ELF::ELFDATA2LSB,
        ELF::EV_CURRENT};
    copy(identity, header.e_ident);
    header.e_type = ELF::ET_REL;
    header.e_machine = ELF::EM_X86_64;
    header.e_version = ELF::EV_CURRENT;
    header.e_shoff = sectionTable;
    header.e_ehsize = sizeof(Elf::Ehdr);
    header.e_shentsize = sizeof(Elf::Shdr);
    header.e_shnum = SectionCount;
    header.e_shstrndx = Strings;
    put(header);
  }

  void writeBlobs(uint16_t section) {
    for (const Blob &blob : blobs) {
      if (blob.section != section)
        continue;
      padTo(headers[section].sh_offset + blob.offset);
      stream.write(blob.bytes.data(), blob.bytes.size());
      written += blob.bytes.size();
    }
  }

  void writeSymbols() {
    padTo(headers[Symbols].sh_offset);
    put(Elf::Sym{});
    for (const Blob &blob : blobs) {
      Elf::Sym symbol = {};
      symbol.st_name = strings.getOffset(blob.name);
      symbol.setBindingAndType(ELF::STB_GLOBAL, ELF::STT_OBJECT);
      symbol.setVisibility(ELF::STV_HIDDEN);
      symbol.st_shndx = blob.section;
      symbol.st_value = blob.offset;
      symbol.st_size = blob.bytes.size();
      put(symbol);
    }
  }

  template <typename T> void put(const T &record) {
    stream.write(reinterpret_cast<const char *>(&record), sizeof record);
    written += sizeof record;
  }

  void padTo(uint64_t offset) {
    stream.write_zeros(offset - written);
    written = offset;
  }

  raw_ostream &stream;
  std::vector<Blob> blobs;
  StringTableBuilder strings{StringTableBuilder::ELF};
  Elf::Shdr headers[SectionCount] = {};
  uint64_t end = sizeof(Elf::Ehdr), sectionTable = 0, written = 0;
};

} // namespace

void writeWeightObject(raw_ostream &stream, const CompiledModel &model) {
  WeightObjectWriter(stream, model).write();
}

} // namespace hwlock
