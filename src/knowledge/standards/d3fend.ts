import { define, type Standard } from './define.ts';

/** Countermeasures, mapped by section of the guidance: each recommendation has those of its section. */
export const d3fend: Standard = define('d3fend', 'd3fend', 'MITRE D3FEND', [
  { id: 'D3-ACH', title: 'Application Configuration Hardening', ours: [
      'nsa/P10', 'nsa/P11', 'nsa/P12', 'nsa/P13', 'nsa/P14', 'nsa/P19', 'nsa/P20', 'nsa/P21', 'nsa/N10', 'nsa/N11', 'nsa/N12', 'nsa/N13',
    ] },
  { id: 'D3-APA', title: 'Access Policy Administration', ours: [
      'nsa/P10', 'nsa/P11', 'nsa/P12', 'nsa/P13', 'nsa/P14', 'nsa/P19', 'nsa/P20', 'nsa/P21', 'nsa/N1', 'nsa/N2', 'nsa/A5', 'nsa/A6',
      'nsa/A7', 'nsa/A8', 'nsa/A9', 'nsa/A10', 'nsa/A11',
    ] },
  { id: 'D3-CBAN', title: 'Certificate-based Authentication', ours: ['nsa/A1', 'nsa/A2', 'nsa/A3', 'nsa/A4'] },
  { id: 'D3-CH', title: 'Credential Hardening', ours: [
      'nsa/P22', 'nsa/P23', 'nsa/N14', 'nsa/N15', 'nsa/N16', 'nsa/N17', 'nsa/N18', 'nsa/N19', 'nsa/N20', 'nsa/N21', 'nsa/N22', 'nsa/N23',
    ] },
  { id: 'D3-CIA', title: 'Container Image Analysis', ours: ['nsa/P6', 'nsa/P7', 'nsa/P8', 'nsa/P9'] },
  { id: 'D3-CR', title: 'Credential Revocation', ours: ['nsa/A1', 'nsa/A2', 'nsa/A3', 'nsa/A4'] },
  { id: 'D3-CRO', title: 'Credential Rotation', ours: ['nsa/N27', 'nsa/N31'] },
  { id: 'D3-CS', title: 'Credential Scrubbing', ours: ['nsa/N27', 'nsa/N31'] },
  { id: 'D3-CTS', title: 'Credential Transmission Scoping', ours: ['nsa/P22', 'nsa/P23', 'nsa/N32'] },
  { id: 'D3-DENCR', title: 'Disk Encryption', ours: ['nsa/N22', 'nsa/N28', 'nsa/N29', 'nsa/N30'] },
  { id: 'D3-DNSAL', title: 'DNS Allowlisting', ours: ['nsa/N3', 'nsa/N4', 'nsa/N5', 'nsa/N6', 'nsa/N7', 'nsa/N8', 'nsa/N9'] },
  { id: 'D3-EI', title: 'Execution Isolation', ours: ['nsa/P1', 'nsa/P2', 'nsa/P3', 'nsa/P4', 'nsa/P15', 'nsa/N24', 'nsa/N25'] },
  { id: 'D3-FE', title: 'File Encryption', ours: ['nsa/N28', 'nsa/N29', 'nsa/N30'] },
  { id: 'D3-FIM', title: 'File Integrity Monitoring', ours: ['nsa/P5'] },
  { id: 'D3-HBPI', title: 'Hardware-based Process Isolation', ours: ['nsa/P16', 'nsa/P17', 'nsa/P18', 'nsa/P24', 'nsa/P25', 'nsa/P26'] },
  { id: 'D3-ITF', title: 'Inbound Traffic Filtering', ours: [
      'nsa/N3', 'nsa/N4', 'nsa/N5', 'nsa/N6', 'nsa/N7', 'nsa/N8', 'nsa/N9', 'nsa/N14', 'nsa/N15', 'nsa/N16', 'nsa/N17', 'nsa/N18',
      'nsa/N19', 'nsa/N20', 'nsa/N21', 'nsa/N22', 'nsa/N23',
    ] },
  { id: 'D3-KBPI', title: 'Kernel-based Process Isolation', ours: ['nsa/P16', 'nsa/P17', 'nsa/P18', 'nsa/P24', 'nsa/P25', 'nsa/P26'] },
  { id: 'D3-LAM', title: 'Local Account Monitoring', ours: ['nsa/L15', 'nsa/L16', 'nsa/L17', 'nsa/L18', 'nsa/L19', 'nsa/L20', 'nsa/L21', 'nsa/L22'] },
  { id: 'D3-LFP', title: 'Local File Permissions', ours: ['nsa/P5'] },
  { id: 'D3-MENCR', title: 'Message Encryption', ours: ['nsa/N26'] },
  { id: 'D3-MFA', title: 'Multi-factor Authentication', ours: ['nsa/A1', 'nsa/A2', 'nsa/A3', 'nsa/A4'] },
  { id: 'D3-NI', title: 'Network Isolation', ours: ['nsa/N3', 'nsa/N4', 'nsa/N5', 'nsa/N6', 'nsa/N7', 'nsa/N8', 'nsa/N9', 'nsa/N24', 'nsa/N25'] },
  { id: 'D3-NTA', title: 'Network Traffic Analysis', ours: ['nsa/L15', 'nsa/L16', 'nsa/L17', 'nsa/L18', 'nsa/L19', 'nsa/L20', 'nsa/L21', 'nsa/L22'] },
  { id: 'D3-OSM', title: 'Operating System Monitoring', ours: [
      'nsa/L1', 'nsa/L2', 'nsa/L3', 'nsa/L4', 'nsa/L5', 'nsa/L6', 'nsa/L7', 'nsa/L8', 'nsa/L9', 'nsa/L10', 'nsa/L11', 'nsa/L12',
      'nsa/L13', 'nsa/L14',
    ] },
  { id: 'D3-OTF', title: 'Outbound Traffic Filtering', ours: ['nsa/N3', 'nsa/N4', 'nsa/N5', 'nsa/N6', 'nsa/N7', 'nsa/N8', 'nsa/N9'] },
  { id: 'D3-PM', title: 'Platform Monitoring', ours: [
      'nsa/L1', 'nsa/L2', 'nsa/L3', 'nsa/L4', 'nsa/L5', 'nsa/L6', 'nsa/L7', 'nsa/L8', 'nsa/L9', 'nsa/L10', 'nsa/L11', 'nsa/L12',
      'nsa/L13', 'nsa/L14',
    ] },
  { id: 'D3-RAPA', title: 'Resource Access Pattern Analysis', ours: [
      'nsa/L15', 'nsa/L16', 'nsa/L17', 'nsa/L18', 'nsa/L19', 'nsa/L20', 'nsa/L21', 'nsa/L22',
    ] },
  { id: 'D3-SCA', title: 'System Call Analysis', ours: [
      'nsa/L1', 'nsa/L2', 'nsa/L3', 'nsa/L4', 'nsa/L5', 'nsa/L6', 'nsa/L7', 'nsa/L8', 'nsa/L9', 'nsa/L10', 'nsa/L11', 'nsa/L12',
      'nsa/L13', 'nsa/L14',
    ] },
  { id: 'D3-SCF', title: 'System Call Filtering', ours: ['nsa/P16', 'nsa/P17', 'nsa/P18', 'nsa/P24', 'nsa/P25', 'nsa/P26'] },
  { id: 'D3-SCP', title: 'System Configuration Permissions', ours: [
      'nsa/N14', 'nsa/N15', 'nsa/N16', 'nsa/N17', 'nsa/N18', 'nsa/N19', 'nsa/N20', 'nsa/N21', 'nsa/N22', 'nsa/N23', 'nsa/A12',
    ] },
  { id: 'D3-SU', title: 'Software Update', ours: ['nsa/U1', 'nsa/U2', 'nsa/U3', 'nsa/U4', 'nsa/U5'] },
  { id: 'D3-SWI', title: 'Software Inventory', ours: ['nsa/P6', 'nsa/P7', 'nsa/P8', 'nsa/P9', 'nsa/U1', 'nsa/U2', 'nsa/U3', 'nsa/U4', 'nsa/U5'] },
  { id: 'D3-TBA', title: 'Token-based Authentication', ours: ['nsa/A1', 'nsa/A2', 'nsa/A3', 'nsa/A4'] },
  { id: 'D3-UAP', title: 'User Account Permissions', ours: [
      'nsa/P1', 'nsa/P2', 'nsa/P3', 'nsa/P4', 'nsa/P15', 'nsa/N32', 'nsa/A5', 'nsa/A6', 'nsa/A7', 'nsa/A8', 'nsa/A9', 'nsa/A10',
      'nsa/A11', 'nsa/A12',
    ] },
]);
